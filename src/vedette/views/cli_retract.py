"""`vedette retract`: a report is withdrawn, and all that rests on it follows."""

import json
from typing import Annotated

import typer

from vedette.errors import UsageError
from vedette.model.case import Judgement
from vedette.run.alert_desk import alerts_of_report
from vedette.run.read import now
from vedette.views.open_store import open_there
from vedette.views.options import DEFAULT_STORE, StoreUrl

RETRACT_HELP = """Withdraw a report: from now on nothing rests on it, and who was told because of it is told again.

The report stays in the store with who withdrew it, when and why; what was known before is not rewritten. A running
watch sends updates and cancels at its next step.

Example: vedette retract 3f2a9c0d1e4b5a68 --by 'A. Example' --why 'withdrawn by its outlet'"""


def retract(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Id of the report.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who withdraws it; kept.")] = "",
    why: Annotated[str, typer.Option(metavar="WORDS", help="The reason; kept, and told to those who were told.")] = "",
    store: StoreUrl = DEFAULT_STORE,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Records the judgement; says which alerts the report is or was part of."""
    if not (by.strip() and why.strip()):
        raise UsageError("say who withdraws it (--by) and why (--why): both are kept")
    with open_there(store) as opened:
        if not opened.has_report(report):
            raise UsageError(f"{report}: there is no such report in the store", report)
        known = any(one.about == report and one.verdict == "retracted" for one in opened.judgements())
        if not known:
            opened.add_judgement(Judgement(report, by.strip(), "retracted", why.strip()), now())
        resting = alerts_of_report(opened, report)
    if json_:
        print(json.dumps({"report": report, "new": not known, "alerts": resting}))
        return
    print(f"{report}: {'was withdrawn before' if known else 'withdrawn'}")
    if resting:
        print(f"alerts that it is part of: {', '.join(resting)}; what changes in them is told at the watch's next step")
