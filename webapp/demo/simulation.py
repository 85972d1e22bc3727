"""A half-year of a county's work: every household's tasks in the order of time.

One queue of moments; at each the clock is set and one act is done by the driver, the worker
following it as it would in the product.  New tasks are found as they appear and put in the queue.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from models.outbox import OutboxMessage
from models.task import Task
from webapp.demo.acts import LASTING
from webapp.demo.case_plan import CasePlan, Visit
from webapp.demo.driver import Driver, first_picture
from webapp.demo.pace import at_office, moment_for
from workflows import clock, engine, worker, working_days
from workflows.errors import AlreadyDone

Act = Callable[[], None]
# Timers go off at the start of a day.
WORKER_AT = dt.timedelta(minutes=5)
# How far a case is hurried or held up to be where it should be on the last day.
MOST_HURRIED, MOST_PATIENT = 0.2, 4.0
INSTANCES = engine.process_instances
# Made once: these are asked after every act.
UNDELIVERED = select(OutboxMessage.id).where(OutboxMessage.delivered_at.is_(None)).limit(1)
NEWER_TASKS = (
    select(Task.__table__)
    .where(Task.id > bindparam("newest"), Task.status == "open")
    .order_by(Task.id)
)
IS_OPEN = select(Task.id).where(Task.id == bindparam("id"), Task.status == "open")
NEXT_TIMER = (
    select(INSTANCES.c.due_at)
    .where(INSTANCES.c.status == "running", INSTANCES.c.due_at.is_not(None))
    .order_by(INSTANCES.c.due_at)
    .limit(1)
)


class Simulation:
    """Runs case plans until a moment; ``driver`` does the acts.

    ``usual_arrival`` says how many days after its beginning a case usually reaches a task.
    """

    def __init__(
        self, driver: Driver, *, until: dt.datetime, usual_arrival: Mapping[Visit, int]
    ) -> None:
        self.driver, self.until, self.usual_arrival = driver, until, usual_arrival
        self._queue: list[tuple[dt.datetime, int, Act]] = []
        self._order = itertools.count()
        self._newest_task = 0
        self._reading = driver.database.engine.execution_options(writes=False)
        with driver.database.read() as session:
            self._calendar = dict(working_days.exceptions(session))

    def run(self, cases: Iterable[CasePlan], progress: Callable[[dt.date], None]) -> None:
        """Begin each case on its day and go on until the end; ``progress`` is told each day."""
        waiting = list(cases)
        if not waiting:
            return
        for case in waiting:
            self._at(self._beginning(case), partial(self._begin, case))
        day = min(case.starts_on for case in waiting)
        last = clock.local(self.until).date()
        while day <= last:
            self._at(clock.start_of(day) + WORKER_AT, partial(self._new_day, day, progress))
            day += dt.timedelta(days=1)
        while self._queue and self._queue[0][0] <= self.until:
            moment, _, act = heapq.heappop(self._queue)
            clock.set_now(moment)
            act()
            self._find_tasks()
        clock.set_now(self.until)

    def at(self, moment: dt.datetime, act: Act) -> None:
        """Have ``act`` done at ``moment``, such as a decision of the county between cases."""
        self._at(moment, act)

    def _at(self, moment: dt.datetime, act: Act) -> None:
        heapq.heappush(self._queue, (moment, next(self._order), act))

    def _beginning(self, case: CasePlan) -> dt.datetime:
        day = case.starts_on
        while not working_days.is_working(day, self._calendar):
            day += dt.timedelta(days=1)
        return at_office(day, Random(case.number))

    def _begin(self, case: CasePlan) -> None:
        self.driver.file(case)

    def _new_day(self, day: dt.date, progress: Callable[[dt.date], None]) -> None:
        timers = self._asked(NEXT_TIMER)
        if timers and timers[0].due_at <= clock.now():
            self._work()
        if self.driver.projects.due(day) and working_days.is_working(day, self._calendar):
            self._at(at_office(day, Random(f"{day}")), self.driver.projects.work_on)
        progress(day)

    def _work(self) -> None:
        worker.run_until_idle(self.driver.database, self.driver.runtime)

    def _find_tasks(self) -> None:
        """Put the tasks that appeared in the queue; deliver what they wait for first."""
        if self._asked(UNDELIVERED):
            self._work()
        for row in self._asked(NEWER_TASKS, newest=self._newest_task):
            task = Task(**row._mapping)
            self._newest_task = max(self._newest_task, task.id)
            self._plan(task)

    def _plan(self, task: Task) -> None:
        case = self.driver.cases[task.application_id]
        visit = self.driver.visits[task.application_id, task.node_id]
        moment = self._moment(task, case, visit)
        held = case.holds.get((task.node_id, visit))
        if held is not None:
            moment = max(moment, clock.start_of(held) + dt.timedelta(hours=10))
        self._at(moment, partial(self._do, task, case, visit))
        if (task.node_id, visit) != case.until and moment <= self.until:
            first = first_picture(task, visit)
            self.driver.press.order(case, task.node_id, first, clock.local(moment))

    def _moment(self, task: Task, case: CasePlan, visit: int) -> dt.datetime:
        """When somebody gets to it: sooner or later, as the case has to arrive in time."""
        stretch = 1.0
        expected = self.usual_arrival.get((task.node_id, visit))
        if case.arrives_on is not None and expected is not None:
            usually_left = case.usual_days - expected
            really_left = (case.arrives_on - clock.today()).days
            stretch = min(max(really_left / max(usually_left, 1), MOST_HURRIED), MOST_PATIENT)
        opened = clock.now()
        moment = moment_for(task.node_id, visit, case.number, opened, self._calendar, stretch)
        if case.arrives_on is None:
            return moment
        # Whoever is late by then is waved through.
        rng = Random(f"{case.number}/{task.node_id}/{visit}")
        soon = opened + dt.timedelta(minutes=rng.randint(4, 50))
        return min(moment, max(at_office(case.arrives_on, rng), soon))

    def _do(self, task: Task, case: CasePlan, visit: int) -> None:
        """Do what is planned for ``task``, unless something has closed it meanwhile."""
        if act := self._act_done(task, case, visit):
            # The one in charge looks at it again some days later, unless the case waits for more.
            if act not in LASTING and self._is_open(task):
                later = self._moment(task, case, visit + 1)
                self._at(later, partial(self._do, task, case, visit))
            return
        if (task.node_id, visit) == case.until:
            return
        with suppress(AlreadyDone):
            self.driver.complete(task)

    def _act_done(self, task: Task, case: CasePlan, visit: int) -> str | None:
        """The act that the plan puts before this visit, when it was done just now."""
        if (task.node_id, visit) not in case.acts or not self._is_open(task):
            return None
        return self.driver.perform_planned(task)

    def _is_open(self, task: Task) -> bool:
        return bool(self._asked(IS_OPEN, id=task.id))

    def _asked(self, question: Select[Any], **values: int) -> Sequence[Row[Any]]:
        """Rows read in a transaction of their own, without the weight of a session."""
        with self._reading.connect() as connection:
            return connection.execute(question, values).all()
