"""How an alert stands in CAP's codes. What is not known is Unknown; a mere claim is never Observed.

| CAP | from |
|---|---|
| certainty Observed | carried out, failed or foiled, told as a fact, by two independent sources or more |
| Likely | the same by one source |
| Possible | threatened, planned or attempted; on a claim, an accusation or a suspicion; only possible |
| Unknown | denied; the stage or on whose word is not known; a source that is silent |
| severity Extreme | level high and ten killed or more |
| Severe, Moderate, Minor | level high, medium, low |
| Unknown | a source that is silent |
| urgency Past | all clear, cancelled; foiled; it happened two days or more before the message |
| Immediate, Expected | it happened since then, level high; level medium or low |
| Future | threatened or planned |
| Unknown | the day is not known |

Source: OASIS, Common Alerting Protocol 1.2 (2010), section 3.2.2.
"""

from datetime import timedelta

from vedette.delivery.told import Told
from vedette.model.event import OnWhoseWord, Stage

_DONE = {Stage.CARRIED_OUT, Stage.FAILED, Stage.FOILED}
_SEVERITIES = {"high": "Severe", "medium": "Moderate", "low": "Minor"}
#: Killed from which a high alert is Extreme.
EXTREME_KILLED = 10
#: Days after which what happened calls for nothing at once.
PAST_DAYS = 2


def certainty_of(told: Told) -> str:
    """CAP's certainty of what the alert is about."""
    alert, word = told.message.alert, told.on_whose_word
    if word is None or word is OnWhoseWord.DENIED or alert.stage is None or alert.stage is Stage.HOAX:
        return "Unknown"
    if word is not OnWhoseWord.FACT or alert.stage not in _DONE:
        return "Possible"
    return "Observed" if alert.n_sources >= 2 else "Likely"


def severity_of(told: Told) -> str:
    """CAP's severity."""
    alert = told.message.alert
    if alert.about != "events":
        return "Unknown"
    if alert.level == "high" and (alert.killed or 0) >= EXTREME_KILLED:
        return "Extreme"
    return _SEVERITIES[alert.level]


def urgency_of(told: Told) -> str:
    """CAP's urgency."""
    message, alert = told.message, told.message.alert
    if message.kind in ("all_clear", "cancel") or alert.stage in (Stage.FOILED, Stage.HOAX):
        return "Past"
    if alert.stage in (Stage.THREATENED, Stage.PLANNED):
        return "Future"
    day = alert.happened_to or alert.happened_from
    if day is None:
        return "Unknown"
    if day <= message.decided_at.date() - timedelta(days=PAST_DAYS):
        return "Past"
    return "Immediate" if alert.level == "high" else "Expected"
