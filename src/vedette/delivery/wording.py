"""The words of a message, for all formats alike."""

from vedette.delivery.told import Told, citations, clean, one_line
from vedette.model.event import OnWhoseWord
from vedette.model.message import Message

#: What a message is, at the head of its title.
_HEADS = {"alert": "", "update": "Update: ", "cancel": "Cancelled: ", "all_clear": "All clear: "}
_WORD = {
    OnWhoseWord.FACT: "told by the report itself",
    OnWhoseWord.CLAIMED: "claimed by those who did it",
    OnWhoseWord.ACCUSED: "an accusation",
    OnWhoseWord.SUSPECTED: "a suspicion",
    OnWhoseWord.DENIED: "denied",
    OnWhoseWord.POSSIBLE: "only possible",
}


def title_of(message: Message) -> str:
    """The message in one line: what it is, how grave, what happened."""
    return one_line(f"{_HEADS[message.kind]}[{message.alert.level}] {message.alert.title}")


def why_of(message: Message) -> str:
    """Why it is said, as a sentence."""
    words = clean(message.why).strip() or "new"
    return f"{words[0].upper()}{words[1:]}.".replace("..", ".")


def facts_of(told: Told) -> list[tuple[str, str]]:
    """What is known, as name and value; what is not known is left out."""
    alert = told.message.alert
    names = {zone.id: zone.name for zone in told.zones}
    when = " to ".join(dict.fromkeys(day.isoformat() for day in (alert.happened_from, alert.happened_to) if day))
    word = told.on_whose_word
    found = [
        ("Level", alert.level),
        ("When", when),
        ("Where", one_line(alert.where.name) if alert.where else ""),
        ("Zones", ", ".join(one_line(names.get(check.zone_id, check.zone_id)) for check in alert.zones)),
        ("Occasions", ", ".join(one_line(match.name) for match in alert.occasions)),
        ("On whose word", _WORD[word] if word else ""),
        ("Killed", f"at least {alert.killed}" if alert.killed else ""),
        ("Independent sources", str(alert.n_sources) if alert.about == "events" else ""),
        ("Rules", ", ".join(one_line(rule) for rule in alert.rules)),
        ("Counts until", f"{told.message.expires_at:%Y-%m-%d %H:%M} UTC" if told.message.expires_at else ""),
    ]
    return [(name, value) for name, value in found if value]


def body_of(told: Told) -> str:
    """The whole message as plain text."""
    message = told.message
    lines = [title_of(message), "", why_of(message), ""]
    lines += [f"{name}: {value}" for name, value in facts_of(told)]
    lines += ["", "Why this is an alert:"]
    shown: set[str] = set()
    for one in citations(told):
        lines.append(f"- {one.words}")
        if one.quote and one.quote not in shown:
            shown.add(one.quote)
            where = ", ".join(part for part in (one.source, one.published, one.url) if part)
            lines.append(f"  “{one.quote}”{f' ({where})' if where else ''}")
    if told.n_withheld:
        lines.append(f"({told.n_withheld} more under a licence that does not allow to pass them on)")
    lines += ["", f"Watch: {one_line(told.watch_name)} · alert {message.alert_id} · message {message.number}"]
    return "\n".join(lines)
