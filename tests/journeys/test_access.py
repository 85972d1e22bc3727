"""Who gets in where: every address and every user task × every role × at home and next door.

What is expected stands in the table of ``doors``, and for tasks follows from the lane alone.
A new address without a line in the table fails.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from models.history import FileRead, HistoryEntry
from models.household import Person
from models.role import ROLE_LEVEL, Role, area_at
from models.task import Task
from tests.cast import ROLES, VILLAGE, add_account, username
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.doors import DOORS, LAST, OUT, Door
from tests.journeys.fingerprint import fingerprint
from tests.journeys.office import SITE, Page, shipped_runtime
from tests.journeys.world import Drawn, World, build_world, drawn_tasks
from workflows import clock, duties, rights

TASKS = drawn_tasks(shipped_runtime())


@pytest.fixture(scope="module")
def built(checkpoints: Checkpoints) -> Iterator[World]:
    """One world for the whole module: who is kept out leaves it as it was."""
    world = build_world(checkpoints)
    for role in ROLES:
        for is_foreign in (False, True):
            world.office.client(username(role, foreign=is_foreign))
    yield world
    world.office.database.dispose()


@pytest.fixture
def world(built: World) -> World:
    """The world at its own time."""
    clock.set_now(built.now)
    return built


def knocks() -> list[tuple[str, str]]:
    return [key for key in DOORS if key not in LAST] + list(LAST)


# --- every address


def test_every_address_has_its_door(world: World) -> None:
    there = {
        (method, rule.endpoint)
        for rule in world.office.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert sorted(there - DOORS.keys()) == []
    assert sorted(DOORS.keys() - there) == []


@pytest.mark.parametrize("key", knocks(), ids=lambda key: f"{key[0]} {key[1]}")
def test_only_those_who_may_pass_a_door(world: World, key: tuple[str, str]) -> None:
    door, path = DOORS[key], address(world, key)
    if door.public:
        return
    before = fingerprint(world.office.database)
    insiders = []
    turn = list(DOORS).index(key)
    for role in ROLES:
        for is_foreign in (False, True):
            if is_foreign and not knocks_next_door(role, door.home | door.foreign, turn):
                continue
            who = username(role, foreign=is_foreign)
            if role in (door.foreign if is_foreign else door.home):
                insiders.append(who)
                continue
            page = knock(world, who, key[0], path, door)
            assert page.status in OUT, f"{who} got {page.status} at {path}"
    assert fingerprint(world.office.database) == before
    for who in insiders:
        page = knock(world, who, key[0], path, door)
        assert page.status in door.passes, f"{who} got {page.status} at {path}: {page.words}"
        if key == ("POST", "login.log_out"):
            world.office.forget(who)


@pytest.mark.parametrize("key", list(DOORS), ids=lambda key: f"{key[0]} {key[1]}")
def test_a_stranger_is_sent_to_log_in(world: World, key: tuple[str, str]) -> None:
    door, path = DOORS[key], address(world, key)
    stranger = world.office.stranger()
    if key[0] == "GET":
        page = Page(stranger.get(path, base_url=SITE))
        if door.public:
            assert page.status == 200
            return
        assert page.status == 302
        assert page.location.startswith("/login")
        return
    token = Page(stranger.get("/login", base_url=SITE)).form("/login").token
    page = world.office.send(stranger, path, {"csrf_token": token, **door.body()})
    # Nobody has to be logged in to log out.
    expected = {
        "status.answer": 422,
        "public_objections.send": 422,
        "public_objections.show": 422,
        "login.log_in": 422,
        "login.log_in_to_demo": 404,
        "login.log_out": 303,
    }
    assert page.status == expected.get(key[1], 401), page.words


@pytest.mark.parametrize(
    "key",
    [key for key, door in DOORS.items() if key[0] == "POST" and door.guarded],
    ids=lambda key: key[1],
)
def test_a_form_without_the_pages_token_is_refused(world: World, key: tuple[str, str]) -> None:
    before = fingerprint(world.office.database)
    page = world.office.post(username(Role.OFFICE_HANDLER), address(world, key), {})
    assert page.status == 400
    assert "刷新页面" in page.words
    assert fingerprint(world.office.database) == before


def test_an_unknown_case_and_a_foreign_one_read_the_same(world: World) -> None:
    who = username(Role.VILLAGE_CLERK, foreign=True)
    foreign = world.office.get(who, f"/cases/{world.late.id}")
    unknown = world.office.get(who, "/cases/987654")
    assert (foreign.status, unknown.status) == (404, 404)
    assert foreign.words == unknown.words


def test_what_an_auditor_reads_is_on_the_record(world: World) -> None:
    who = username(Role.AUDITOR)
    account_id = world.office.people.account_id(Role.AUDITOR)
    paths = [
        f"/cases/{world.late.id}",
        f"/cases/{world.late.id}/money",
        f"/documents/{world.document_id}",
    ]
    with world.office.database.read() as session:
        before = session.query(FileRead).filter_by(account_id=account_id).count()
    for path in paths:
        assert world.office.get(who, path).status == 200
    with world.office.database.read() as session:
        after = session.query(FileRead).filter_by(account_id=account_id).count()
    assert after - before == len(paths)


# --- every user task


@pytest.fixture(scope="module")
def opened(built: World) -> dict[str, int]:
    """An open task of every kind on the late case."""
    clock.set_now(built.now)
    with built.office.database.write() as session:
        made = {drawn.id: built.open_directly(session, drawn) for drawn in TASKS}
        session.commit()
    return made


@pytest.mark.parametrize("drawn", TASKS, ids=lambda drawn: drawn.id)
def test_a_task_is_open_to_its_lane_at_home_and_to_nobody_else(
    world: World, opened: dict[str, int], drawn: Drawn
) -> None:
    path = f"/tasks/{opened[drawn.id]}"
    # Who is kept from a page is kept from its button by the same line of code: each role tries
    # the button of some tasks, the same role next door that of each.
    senders = {username(ROLES[TASKS.index(drawn) % len(ROLES)]), username(drawn.role, foreign=True)}
    before = fingerprint(world.office.database)
    for role in ROLES:
        for is_foreign in (False, True):
            if is_foreign and not knocks_next_door(role, {drawn.role}, TASKS.index(drawn)):
                continue
            who = username(role, foreign=is_foreign)
            # What a village does the township may type for it (代录).
            types = role is Role.TOWNSHIP_OFFICER and drawn.role in rights.VILLAGE_ROLES
            may = (role is drawn.role or types) and not is_foreign
            seen = world.office.get(who, f"{path}?whole=1")
            assert seen.status == (200 if may else 404), f"{who}: {seen.words}"
            if may:
                assert set(seen.form(path).buttons) == outcomes(drawn)
            if may or who in senders:
                sent = world.office.post(who, path, {"csrf_token": world.office.token(who)})
                assert sent.status == (422 if may else 404), who
    assert fingerprint(world.office.database) == before


def test_an_inbox_holds_the_tasks_of_its_lane_and_no_others(
    world: World, opened: dict[str, int]
) -> None:
    for role in ROLES:
        own = {number for drawn, number in pairs(opened) if drawn.role is role}
        assert listed(world, username(role)) >= own
        assert listed(world, username(role)) - own <= open_before(world, opened)
        assert not listed(world, username(role, foreign=True)) & set(opened.values())


def test_a_task_of_another_village_is_not_on_the_case_page(world: World) -> None:
    neighbour = username(Role.VILLAGE_CLERK, foreign=True)
    assert str(world.late.id) not in world.office.get(neighbour, "/cases").text.split("/cases/")


# --- four eyes


def both_sides() -> list[tuple[str, str]]:
    """Each pair of steps that one person must not take, in both orders."""
    pairs_of_steps = [
        (one, other)
        for pair in duties.PAIRS
        for one in sorted(pair.first)
        for other in sorted(pair.second)
    ]
    return pairs_of_steps + [(other, one) for one, other in pairs_of_steps]


@pytest.mark.parametrize(("done", "wanted"), both_sides())
def test_who_took_one_step_is_barred_from_its_counterpart(
    world: World, done: str, wanted: str
) -> None:
    by_node = {drawn.node_id: drawn for drawn in TASKS}
    who = f"both_{done}_{wanted}"[:40]
    with world.office.database.write() as session:
        roles = {by_node[done].role, by_node[wanted].role}
        account = add_account(
            session, who, "兼任者", *((role, area_at(ROLE_LEVEL[role], VILLAGE)) for role in roles)
        )
        earlier = world.open_directly(session, by_node[done])
        session.get_one(Task, earlier).status = "done"
        session.get_one(Task, earlier).done_by_id = account.id
        task_id = world.open_directly(session, by_node[wanted])
        session.commit()
        account_id = account.id
    page = world.office.get(who, f"/tasks/{task_id}")
    assert page.status == 403
    outcome = min(outcomes(by_node[wanted]))
    answers = {"csrf_token": world.office.token(who), "outcome": outcome}
    sent = world.office.post(who, f"/tasks/{task_id}", answers)
    assert sent.status == 403
    assert "他人" in sent.words or "两个审核职责" in sent.words
    with world.office.database.read() as session:
        entry = session.scalars(
            select(HistoryEntry).where(
                HistoryEntry.actor_id == account_id, HistoryEntry.kind == "attempt_refused"
            )
        ).one()
    assert entry.actor_role == by_node[wanted].role.value


def test_nobody_acts_on_the_case_of_their_own_household(world: World) -> None:
    with world.office.database.write() as session:
        kin = session.scalars(select(Person).order_by(Person.id)).first()
        assert kin is not None
        account = add_account(session, "kin", "亲属", (Role.VILLAGE_CLERK, VILLAGE))
        account.id_number_digest = kin.id_number_digest
        by_node = {drawn.node_id: drawn for drawn in TASKS}
        task_id = world.open_directly(session, by_node["hold_appraisal"])
        session.commit()
    page = world.office.get("kin", f"/tasks/{task_id}")
    assert page.status == 403
    assert "本人家庭" in page.words


# --- inside


def address(world: World, key: tuple[str, str]) -> str:
    values = DOORS[key].values(world)
    rules = [r for r in world.office.app.url_map.iter_rules(key[1]) if key[0] in (r.methods or ())]
    # Of several addresses of one page the shortest that takes the values.
    rule = min((r for r in rules if r.arguments <= values.keys()), key=_length)
    with world.office.app.test_request_context():
        return rule.build(values)[1] if rule.arguments else rule.rule  # type: ignore[index]


def _length(rule: Rule) -> int:
    return len(rule.rule)


def knock(world: World, who: str, method: str, path: str, door: Door) -> Page:
    if method == "GET":
        return world.office.get(who, path)
    return world.office.post(who, path, {"csrf_token": world.office.token(who), **door.body()})


def knocks_next_door(role: Role, entitled: Collection[Role], turn: int) -> bool:
    """Of strangers from next door those with a right role always, of the others each in turn."""
    return role in entitled or ROLES.index(role) % 3 == turn % 3


def outcomes(drawn: Drawn) -> set[str]:
    current = shipped_runtime().library.current
    return {each.id for each in current.outcomes(drawn.process_id, drawn.node_id)}


def pairs(opened: dict[str, int]) -> list[tuple[Drawn, int]]:
    return [(drawn, opened[drawn.id]) for drawn in TASKS]


def listed(world: World, who: str) -> set[int]:
    """Every task of somebody's inbox, page by page."""
    path, found = "/", set()
    for _ in range(20):
        page = world.office.get(who, path)
        if page.status != 200:
            return found
        found |= set(page.task_links)
        following = page.tree.xpath("//a[contains(@href, 'after=')]/@href")
        if not following:
            return found
        path = following[-1]
    raise AssertionError("an inbox without end")


def open_before(world: World, opened: dict[str, int]) -> set[int]:
    with world.office.database.read() as session:
        rows = session.scalars(select(Task.id).where(Task.status == "open"))
        return set(rows) - set(opened.values())
