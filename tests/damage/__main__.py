"""``python -m tests.damage`` prints how right the findings are, by class, as the README shows it."""

from tests.damage.judging import rows

for row in rows():
    print(row)
