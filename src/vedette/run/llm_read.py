"""Reads reports with a model: what the gate lets through is sent, several reports at a time; results come in order.

Each request holds one report only: a hostile text in a batch could speak for the others.
"""

import json
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from vedette.errors import AnswerError, ModelError, VedetteError
from vedette.model.reading import Reading
from vedette.model.report import Report, Unreadable
from vedette.reading.gate import passages_that_matter
from vedette.reading.language_pipeline import load_pipeline
from vedette.reading.llm_answer import check_answer, read_answers
from vedette.reading.llm_excerpts import Excerpt, cut_excerpts
from vedette.reading.llm_prompt import answer_schema, make_messages, prompt_hash
from vedette.reading.other_language import is_other_language
from vedette.reading.parse import without_surrogates
from vedette.run.llm_cache import AnswerCache
from vedette.run.llm_client import LlmClient, NoAnswerError
from vedette.run.llm_settings import LlmSettings
from vedette.run.read_safely import read_safely

#: Reports asked about ahead of the one that is given next, for each request at a time.
AHEAD = 4
#: Reports in a row without any answer after which the server is taken for gone.
MOST_SILENT = 5

Item = Report | Reading | Unreadable
Answers = list[tuple[Excerpt, object]]


@dataclass(slots=True)
class _Waiting:
    item: Item
    #: The answers to come, None for what is no report.
    answers: Future[Answers] | None = None


class LlmReader:
    """Reads reports with a model; use `close` when done.

    Args:
        settings: Where the model is, and the limits.
        pipeline: The language pipeline's package, which holds the answers against the text; None: the best installed.
        client: What asks; None: one made from the settings.
    """

    def __init__(self, settings: LlmSettings, *, pipeline: str | None = None, client: LlmClient | None = None) -> None:
        self._settings, self._nlp = settings, load_pipeline(pipeline)
        self._client = client or LlmClient(settings)
        self._cache = AnswerCache(settings.cache)
        self._jobs: queue.SimpleQueue[tuple[Report, Future[Answers]] | None] = queue.SimpleQueue()
        self._n_silent = 0
        #: What ended the run, of whichever report.
        self._fatal: VedetteError | None = None
        for _ in range(settings.n_at_once):
            # Daemons: an interrupted command must not wait for answers under way.
            threading.Thread(target=self._work, daemon=True).start()

    @property
    def key(self) -> str:
        """What readings of this model are known by."""
        return f"llm {self._settings.model} {prompt_hash()} {self._settings.excerpt_chars}"

    def spent(self) -> str:
        """What was spent so far, in words."""
        return self._client.spending.told()

    def close(self) -> None:
        """Ends the pauses of requests under way; nothing more is sent, or can be read."""
        self._client.stop.set()
        for _ in range(self._settings.n_at_once):
            self._jobs.put(None)

    def read(self, items: Iterable[Item]) -> Iterator[Reading | Unreadable]:
        """A reading, or the reason why not, for each report, in order; what is no report goes through as it is.

        Raises:
            ModelError: The model cannot be asked, or a limit is reached: after all that was answered was given.
            UsageError: The settings do not let it be asked.
        """
        waiting: deque[_Waiting] = deque()
        source, ended = iter(items), False
        stopped: VedetteError | None = ModelError("the reader is closed") if self._client.stop.is_set() else None
        while waiting or not ended:
            while not ended and stopped is None and len(waiting) < AHEAD * self._settings.n_at_once:
                item = next(source, None)
                ended = item is None
                if item is not None:
                    waiting.append(self._begin(item))
            ended = ended or stopped is not None
            if not waiting:
                break
            try:
                yield self._finish(waiting.popleft())
            except VedetteError as error:
                stopped = stopped or self._fatal or error
                self.close()
        if stopped is not None:
            raise stopped

    def _begin(self, item: Item) -> _Waiting:
        """Has a report asked about; what is no report is not."""
        if not isinstance(item, Report):
            return _Waiting(item)
        answers: Future[Answers] = Future()
        self._jobs.put((item, answers))
        return _Waiting(item, answers)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            report, answers = job
            try:
                answers.set_result(self._ask(without_surrogates(report)))
            except Exception as error:  # noqa: BLE001 (travels to the thread that reads, which tells them apart)
                if isinstance(error, VedetteError) and not isinstance(error, AnswerError):
                    self._fatal = self._fatal or error
                    self._client.stop.set()
                answers.set_exception(error)

    def _ask(self, report: Report) -> Answers:
        """The answers to what the gate lets through of a report, none where that is nothing."""
        only = None if is_other_language(report) else passages_that_matter(report)
        if only is None:
            return []
        excerpts = cut_excerpts(report, only, self._settings.excerpt_chars)
        return [(excerpt, self._answer(report, excerpt)) for excerpt in excerpts]

    def _answer(self, report: Report, excerpt: Excerpt) -> object:
        if self._client.stop.is_set():
            raise ModelError("stopped")
        messages = make_messages(report, excerpt)
        asked = json.dumps([self._settings.model, prompt_hash(), messages])
        answer = self._cache.find(asked)
        if answer is None:
            answer = self._client.ask(messages, answer_schema())
            check_answer(answer)
            self._cache.keep(asked, answer)
        return answer

    def _finish(self, waiting: _Waiting) -> Reading | Unreadable:
        item = waiting.item
        if not isinstance(item, Report):
            return item
        assert waiting.answers is not None
        try:
            answers = waiting.answers.result()
            self._n_silent = 0
            return self._read(item, answers)
        except AnswerError as error:
            return Unreadable(item.id, "internal", error.message, item.source, item.taken_from)
        except NoAnswerError as error:
            return self._silent(item, error)
        except VedetteError:
            raise
        except Exception as error:  # noqa: BLE001 (the loop over reports: one bad report must not cost the others)
            message = f"asking about it failed ({type(error).__name__}: {error}): please report this"
            return Unreadable(item.id, "internal", message, item.source, item.taken_from)

    def _read(self, report: Report, answers: Answers) -> Reading | Unreadable:
        nlp, model = self._nlp, self._settings.model
        if not answers:  # nothing was sent
            return read_safely(report, nlp, gate=True)
        return read_safely(report, nlp, read=lambda one: read_answers(one, nlp, answers, model=model))

    def _silent(self, report: Report, error: NoAnswerError) -> Unreadable:
        """The value that says that there was no answer.

        Raises:
            ModelError: So it was for too many reports in a row.
        """
        self._n_silent += 1
        if self._n_silent >= MOST_SILENT:
            message = f"{error}; so it was for {MOST_SILENT} reports in a row: what was read stays, go on later"
            raise ModelError(message) from error
        code = "timed_out" if error.timed_out else "internal"
        return Unreadable(report.id, code, str(error), report.source, report.taken_from)
