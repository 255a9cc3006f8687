"""``python -m tests.damage`` prints how right the findings are, by class, as the README shows it."""

from tests.damage.judging import rows

if __name__ == "__main__":
    print("\n".join(rows()))
