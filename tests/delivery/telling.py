"""One-line builders of what is told."""

from dataclasses import replace

from tests.alerts import AROUND, message
from tests.build import event, report
from vedette.delivery.told import Earlier, Told
from vedette.model.event import OnWhoseWord
from vedette.model.message import Message

TEXT = "Bombing at the harbour of Northport on Sunday, the port authority said."
#: Words that would break out of one format or another.
NASTY = (
    "<script>alert(1)</script> & ]]> \x00\x0b\x1b[31m \ud800 *bold* [click](https://evil.example) <!channel> @here "
    "\r\nBcc: victim@evil.example\r\n\r\nBEGIN:VEVENT\n--=_vedette\n\u202egnp.exe"
)


def told(
    of: Message | None = None,
    *,
    text: str = TEXT,
    word: OnWhoseWord = OnWhoseWord.FACT,
    before: tuple[Message, ...] = (),
) -> Told:
    """A message of an attack at Northport with its report, event and zone."""
    rests_on = replace(
        report(text, title=None, source="Example Gazette"),
        id="r1",
        url="https://gazette.example/2026/northport?id=1&x=2",
    )
    earlier = tuple(Earlier(one, f"key-{one.id}") for one in before)
    acts = (replace(event(), on_whose_word=word),)
    return Told(of or message(), "Harbour watch", (AROUND,), acts, (rests_on,), earlier)


def nasty() -> Told:
    """A message in which every text that comes from outside would break out of a format."""
    made = told(text=NASTY)
    where = made.message.alert.where
    assert where is not None
    alert = replace(
        made.message.alert,
        title=NASTY,
        where=replace(where, name=NASTY),
        reasons=tuple(replace(one, words=NASTY) for one in made.message.alert.reasons),
    )
    rests_on = replace(made.reports[0], source=NASTY, url='https://evil.example/\r\nX: y<>"|')
    return replace(made, message=replace(made.message, alert=alert, why=NASTY), watch_name=NASTY, reports=(rests_on,))
