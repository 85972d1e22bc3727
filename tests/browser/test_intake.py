"""The whole intake on a telephone: with script, without, and where the network comes and goes."""

from __future__ import annotations

from playwright.sync_api import Geolocation, expect
from sqlalchemy import select

from models.house_point import FROM_PHONE, HousePoint
from models.household import Household
from models.picture import Picture
from models.role import Role
from models.task import Task
from tests.browser.desk import PHONE_WIDTH
from tests.browser.intake import PHOTOS, Intake
from tests.browser.survey import Survey
from tests.browser.town import Town
from tests.cast import username
from webapp.demo.unfinished import seed_unfinished

CLERK = username(Role.VILLAGE_CLERK)
HOUSE: Geolocation = {"latitude": 48.0134, "longitude": 122.7371, "accuracy": 14}
# At least so high and wide is what a finger has to hit.
TARGET = 44
TOO_SMALL = """least => [...document.querySelectorAll(
    "main button, main select, main textarea, main a.btn1, main a.btn2, main .tasks a,"
    + "main .choice")]
    .filter(each => each.offsetParent && !each.classList.contains("quiet"))
    .filter(each => each.getBoundingClientRect().height < least)
    .map(each => each.outerHTML.slice(0, 90))"""


def test_an_application_is_typed_signed_and_filed_on_a_telephone(town: Town) -> None:
    survey = Survey(town)
    town.sit_down(survey.desk, CLERK)
    page, small = survey.desk.page, []

    def look(name: str) -> None:
        survey.look_again(name)
        page.set_viewport_size({"width": PHONE_WIDTH, "height": 740})
        small.extend(f"{name}: {each}" for each in page.evaluate(TOO_SMALL, TARGET))

    page.set_viewport_size({"width": PHONE_WIDTH, "height": 740})
    survey.desk.context.grant_permissions(["geolocation"])
    survey.desk.context.set_geolocation(HOUSE)
    intake = Intake(survey.desk, look)
    intake.begin(town.office.people.programmes["A"])
    intake.fill_all()
    page.get_by_label("户主本人签字").check()
    intake.draw()
    look("intake, signature")
    survey.desk.press("保存并去检查")
    page.wait_for_url("**/check")
    look("intake, check")
    survey.desk.press("提交申请")
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已提交")
    look("intake, receipt")
    expect(page.locator(".big-number")).to_have_text("150783-2019-A-00001")
    with town.office.database.read() as session:
        found = select(Picture.phone_latitude, Picture.phone_accuracy_m).where(
            Picture.phone_at.is_not(None)
        )
        # Of the two photographs, and of nothing else.
        assert session.execute(found).all() == [(HOUSE["latitude"], HOUSE["accuracy"])] * PHOTOS
        point = session.scalars(select(HousePoint)).one()
        assert (point.longitude, point.told_by) == (HOUSE["longitude"], FROM_PHONE)
    assert survey.findings == []
    assert small == []


def test_without_script_an_application_is_filed_with_a_thumb_print(town: Town) -> None:
    desk = town.give_desk(CLERK, java_script_enabled=False)

    def look(name: str) -> None:
        assert desk.page.viewport_size == {"width": PHONE_WIDTH, "height": 740}, name

    intake = Intake(desk, look, has_script=False)
    intake.begin(town.office.people.programmes["A"])
    intake.fill_all()
    desk.page.get_by_label("在场不能写字").check()
    desk.page.get_by_label("见证人", exact=False).first.fill("孙国栋")
    intake.add_picture(1)
    desk.press("保存并去检查")
    expect(desk.page.locator("main")).to_contain_text("孙国栋")
    desk.press("提交申请")
    title = desk.page.get_by_role("heading", level=1)
    expect(title).to_have_text("申请已提交")
    # What comes back is mended without script, too.
    desk.follow("接着办理:受理检查")
    desk.page.get_by_label("办理意见").fill("住址没有写到门牌。")
    desk.press("退回补正")
    with town.office.database.read() as session:
        task = session.scalars(select(Task).where(Task.status == "open")).one()
    desk.open(f"/tasks/{task.id}")
    desk.follow("补正情况")
    desk.page.get_by_label("补正情况").fill("门牌补上了。")
    desk.press("保存并继续")
    expect(title).to_have_text("申请人")
    desk.page.get_by_label("住址").fill("惠风川村二组34号")
    desk.press("保存并继续")
    desk.open(f"/tasks/{task.id}/pages-checked")
    expect(desk.page.locator("main")).to_contain_text("惠风川村二组34号")
    desk.press("提交")
    expect(title).not_to_have_text("核对改动")
    with town.office.database.read() as session:
        assert session.scalars(select(Household.address)).one() == "惠风川村二组34号"


def test_what_is_typed_outlives_a_lost_connection(town: Town) -> None:
    desk = town.desk(CLERK)
    intake = Intake(desk, lambda _name: None)
    intake.begin(town.office.people.programmes["A"])
    desk.follow("房屋")
    said = desk.page.locator("[data-said]")
    desk.context.set_offline(True)
    intake.fill("house")
    expect(said).to_contain_text("还没存上,正在重试")
    desk.press("保存并继续")
    expect(said).to_contain_text("还没存上,正在重试")
    assert desk.path.endswith("/house")
    desk.context.set_offline(False)
    expect(said).to_contain_text("已保存")
    desk.faults.clear()
    desk.page.reload()
    expect(desk.page.get_by_label("间数")).to_have_value("3")


def test_unfinished_applications_are_for_every_screen_and_reader(town: Town) -> None:
    with town.office.database.write() as session:
        seed_unfinished(session, town.office.runtime)
        session.commit()
    survey = Survey(town)
    for path in (
        "/intake",
        "/intake?aside=1",
        "/intake/1",
        "/intake/1/request?check=1",
        "/intake/2/house?check=1",
        "/intake/2/check",
        "/intake/2/set-aside",
    ):
        survey.look(CLERK, path)
    assert survey.findings == []
