"""``pytest --laws``: only the tests of the five laws, and one line for each.

A law test carries ``@pytest.mark.law(n)`` and says in the first line of its docstring what holds.
Cases of one parametrised test share its line.
"""

from dataclasses import dataclass

import pytest

OUTCOMES = {"passed": "holds", "failed": "IS BROKEN", "skipped": "was not tested"}


@dataclass(slots=True)
class _Line:
    number: int
    promise: str
    open_cases: int
    outcome: str = "passed"
    reason: str = ""


class LawReport:
    """Prints the line of a law test when its last case has ended."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._lines: dict[str, _Line] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the law tests, in the order of the laws."""
        numbered = [(number, item) for item in items if (number := _number(item)) is not None]
        chosen = [item for _, item in sorted(numbered, key=lambda pair: pair[0])]
        self._config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen
        for number, item in numbered:
            line = self._lines.setdefault(_test(item.nodeid), _Line(number, _promise(item), 0))
            line.open_cases += 1

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str]:
        """No dots: the lines say it."""
        return (report.outcome, "", "")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gather the outcome; the teardown is the end of a case."""
        line = self._lines[_test(report.nodeid)]
        if report.failed:
            line.outcome = "failed"
        elif report.skipped and line.outcome == "passed":
            line.outcome = "skipped"
            line.reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if report.when == "teardown":
            line.open_cases -= 1
            if not line.open_cases:
                self._print(line)

    def _print(self, line: _Line) -> None:
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        assert reporter is not None
        reason = f" ({line.reason.removeprefix('Skipped: ')})" if line.reason else ""
        text = f"Law {line.number}: {line.promise} … {OUTCOMES[line.outcome]}{reason}"
        reporter.ensure_newline()
        reporter.write_line(text, green=line.outcome == "passed", red=line.outcome == "failed")


def _number(item: pytest.Item) -> int | None:
    marker = item.get_closest_marker("law")
    return None if marker is None else int(marker.args[0])


def _test(nodeid: str) -> str:
    return nodeid.partition("[")[0]


def _promise(item: pytest.Item) -> str:
    assert isinstance(item, pytest.Function)
    words = (item.obj.__doc__ or item.originalname).strip()
    return words.splitlines()[0].rstrip(".")
