from __future__ import annotations

from library_stock import put

from newsreader.model import Headline, LinkState, View


def edge_of(desk, article_id, number=1):
    return desk.read(article_id).edges[number - 1]


def test_a_headline_resolves_whenever_its_article_arrives(desk):
    first = put(desk, "Ferry returns", "Keeper’s lamp – “still” lit | The Harbour Post")
    assert edge_of(desk, first).state is LinkState.ABSENT
    second = put(desk, "Keeper's lamp - still lit", "FERRY RETURNS")
    assert edge_of(desk, first).state is LinkState.UNREAD
    assert [row.id for row in edge_of(desk, first).targets] == [second]
    assert [row.id for row in edge_of(desk, second).targets] == [first]
    desk.mark_opened(second)
    assert edge_of(desk, first).state is LinkState.READ
    assert [row.id for row in desk.read(first).backlinks] == [second]


def test_inline_links_resolve_too(desk):
    first = put(desk, "Ferry returns", links=("Why it stopped",))
    second = put(desk, "Why it stopped")
    assert [row.id for row in edge_of(desk, first).targets] == [second]


def test_addresses_outweigh_titles(desk):
    page = put(
        desk,
        "Ferry returns",
        Headline("What the paper calls it", url="https://post.example/keeper/?utm_medium=rss"),
        Headline("Weather", url="https://post.example/weather/monday"),
    )
    keeper = put(desk, "Keeper retires", url="https://www.post.example/keeper")
    put(desk, "Weather", url="https://post.example/weather/tuesday")
    unaddressed = put(desk, "Weather", published="2031-01-01")
    assert [row.id for row in edge_of(desk, page, 1).targets] == [keeper]
    # Another address is another article, whatever its title; one without an address may be it.
    assert [row.id for row in edge_of(desk, page, 2).targets] == [unaddressed]
    assert [row.id for row in desk.read(keeper).backlinks] == [page]


def test_a_title_of_its_own_is_enough_though_addresses_differ(desk):
    title = "Crab wins the race against three boats and a gull"
    page = put(desk, "Ferry returns", Headline(title, url="https://post.example/a/crab"))
    crab = put(desk, title, url="https://post.example/2031/03/crab-wins.html")
    assert [row.id for row in edge_of(desk, page).targets] == [crab]
    assert [row.id for row in desk.read(crab).backlinks] == [page]
    # The page of the very address outweighs it.
    meant = put(desk, f"{title}, again", url="https://post.example/a/crab")
    assert [row.id for row in edge_of(desk, page).targets] == [meant]
    assert desk.read(crab).backlinks == ()
    assert [row.id for row in desk.read(meant).backlinks] == [page]


def test_an_article_is_never_its_own_target(desk):
    article = put(
        desk, "Ferry returns", "Ferry returns", Headline("x", url="https://a.example/f"), url="https://a.example/f"
    )
    reading = desk.read(article)
    assert [edge.targets for edge in reading.edges] == [(), ()]
    assert reading.backlinks == ()


def test_of_several_articles_of_one_title_the_nearest_in_time_comes_first(desk):
    ids = {day: put(desk, "Morning briefing", published=f"2031-05-{day:02}") for day in (1, 9, 12, 20)}
    page = put(desk, "Ferry returns", "Morning briefing", published="2031-05-10T11:00")
    assert [row.id for row in edge_of(desk, page).targets] == [ids[9], ids[12], ids[1], ids[20]]
    desk.mark_opened(ids[9])
    assert edge_of(desk, page).state is LinkState.UNREAD


def test_backlinks_come_newest_first_and_each_once(desk):
    target = put(desk, "Ferry returns")
    old = put(desk, "Old", "Ferry returns", links=("Ferry returns",), published="2030-01-01")
    new = put(desk, "New", "Ferry returns", published="2031-01-01")
    assert [row.id for row in desk.read(target).backlinks] == [new, old]


def test_headlines_without_words_resolve_to_nothing(desk):
    page = put(desk, "Ferry returns", "\u200d")
    put(desk, "\u200d")
    assert edge_of(desk, page).targets == ()


def test_a_wish_shows_wherever_its_headline_stands_until_it_is_opened(desk):
    first = put(desk, "One", "Keeper retires")
    second = put(desk, "Two", Headline("Retired: the keeper", url="https://post.example/keeper"))
    third = put(desk, "Three", "KEEPER RETIRES", "Keeper retires")
    desk.set_wanted("Keeper retires", "https://post.example/keeper", True)
    assert {edge_of(desk, page).state for page in (first, second, third)} == {LinkState.WANTED}
    (wish,) = desk.list_wishes()
    assert (wish.text, wish.url, wish.named_by, wish.targets) == (
        "Keeper retires",
        "https://post.example/keeper",
        3,
        (),
    )
    arrived = put(desk, "Keeper retires")
    assert [row.id for row in desk.list_wishes()[0].targets] == [arrived]
    assert edge_of(desk, first).state is LinkState.UNREAD
    assert desk.count(View.WANTED) == 1
    desk.mark_opened(arrived)
    assert desk.list_wishes() == []
    assert desk.count(View.WANTED) == 0


def test_a_wish_is_taken_back_from_any_headline_that_shows_it(desk):
    desk.set_wanted("Keeper retires", "https://post.example/keeper", True)
    assert desk.set_wanted("Another wording", "https://post.example/keeper", True).id == 0
    assert desk.set_wanted("Another wording", "https://post.example/keeper", False).id
    assert desk.list_wishes() == []
    desk.undo()
    assert [wish.text for wish in desk.list_wishes()] == ["Keeper retires"]


def test_opening_another_article_of_the_title_leaves_a_wish_for_an_address(desk):
    desk.set_wanted("Weather", "https://post.example/monday", True)
    desk.mark_opened(put(desk, "Weather", url="https://post.example/tuesday"))
    assert len(desk.list_wishes()) == 1
    desk.mark_opened(put(desk, "Rain", url="https://post.example/monday"))
    assert desk.list_wishes() == []


def test_wishes_come_newest_first(desk):
    for text in ("First", "Second", "Third"):
        desk.set_wanted(text, "", True)
    assert [wish.text for wish in desk.list_wishes()] == ["Third", "Second", "First"]


def test_what_many_name_and_nobody_has_is_listed(desk):
    often, rarely = "Harbour master resigns at last", "A headline of two articles only"
    for number in range(4):
        lines = [often if number % 2 else Headline(often, url="https://post.example/master"), "Title 2 of four", "More"]
        put(desk, f"Title {number} of four", *lines, *([rarely] if number < 2 else []))
    (named,) = desk.list_often_named()
    assert (named.text, named.named_by, named.is_asked, named.targets) == (often, 4, False, ())
    desk.set_wanted(often, "", True)
    assert desk.list_often_named() == []
    desk.undo()
    put(desk, often)
    assert desk.list_often_named() == []
