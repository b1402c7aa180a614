from tests.cli.conftest import corpus, essaykit  # noqa: F401 - fixtures
