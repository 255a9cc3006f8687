"""Options of the test run."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "htmlrepair", deadline=None, max_examples=300, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("soak", parent=settings.get_profile("htmlrepair"), max_examples=20_000, derandomize=False)
settings.load_profile("htmlrepair")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what the library does now into the fixtures, if every invariant holds; read the diff afterwards",
    )


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))
