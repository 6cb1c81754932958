import pytest

from newsreader.splitting.dates import find_age, is_age, is_date_line, parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2031-03-05", "2031-03-05"),
        ("2031-03-05T18:22:10+01:00", "2031-03-05T18:22+01:00"),
        ("2031-03-05T18:22Z", "2031-03-05T18:22+00:00"),
        ("19 January 2032, 00:25", "2032-01-19T00:25"),
        ("Published 5 March 2031 at 18:22", "2031-03-05T18:22"),
        ("Thursday, 6 March 2031", "2031-03-06"),
        ("March 5, 2031 6:22 pm", "2031-03-05T18:22"),
        ("Mar. 5, 2031, 12:05 a.m. ET", "2031-03-05T00:05"),
        ("Sat 5th March 2031 6pm GMT+1", "2031-03-05T18:00+01:00"),
        ("5 March 2031 at 18:22 BST", "2031-03-05T18:22+01:00"),
        ("5 March 2031, 18:22 UTC+1:00", "2031-03-05T18:22+01:00"),
        ("5 March 2031, 18:22 GMT+530", "2031-03-05T18:22+05:30"),
        ("Updated 18:22 GMT, 5 March 2031", "2031-03-05T18:22+00:00"),
        ("5.3.2031", "2031-03-05"),
        ("05.03.2031, 18.22 Uhr", "2031-03-05T18:22"),
        ("Aktualisiert am 07.01.2031 - 18:50 Uhr", "2031-01-07T18:50"),
        ("5. März 2031", "2031-03-05"),
        ("5 août 2031 à 18h22", "2031-08-05T18:22"),
        ("5 de marzo de 2031, 18:22", "2031-03-05T18:22"),
        ("2031年3月5日", "2031-03-05"),
        ("3/5/2031 6:22 PM", "2031-03-05T18:22"),
        ("3/5/2031", "2031-05-03"),
        ("5/13/2031", "2031-05-13"),
        ("Published 5 March 2031 at 18:22 Updated 6 March 2031 at 09:00", "2031-03-05T18:22"),
        ("Published Mar 5, 2031 | 6:22 PM", "2031-03-05T18:22"),
        ("05.03.2031 - 18:22 Uhr", "2031-03-05T18:22"),
        ("5. 3. 2031, 18:22 Uhr", "2031-03-05T18:22"),
        ("Veröffentlicht am 05.03.31 um 18:22 Uhr", "2031-03-05T18:22"),
        ("3/5/31 6:22 PM", "2031-03-05T18:22"),
        ("03-25-2031", "2031-03-25"),
        ("03-05-31", "2031-03-05"),
        ("March 5, 20316:22 PM", "2031-03-05T18:22"),
        ("5 March 20315 March 2031", "2031-03-05"),
        ("5 March 20312 years", "2031-03-05"),
        ("5 марта 2031", "2031-03-05"),
        ("5 Mart 2031", "2031-03-05"),
        ("05-Mar-2031", "2031-03-05"),
        ("Updated: Mar. 6, 2031 at 6:33 a.m. First published: Mar. 5, 2031 at 4:12 p.m.", "2031-03-05T16:12"),
        ("Last updated 6 March 2031", "2031-03-06"),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_written(text: str, iso: str) -> None:
    assert parse_date(text) == iso
    assert is_date_line(text)


@pytest.mark.parametrize("text", ["", "no date", "31 February 2031", "decades 12 2031", "5 March", "25:70", "x" * 9999])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) == ""
    assert not is_date_line(text)


def test_a_name_may_be_glued_to_its_date() -> None:
    assert parse_date("Ann Lee, CorrespondentMar 5, 2031, 10:15 PM") == "2031-03-05T22:15"


def test_a_time_out_of_the_day_is_left_out() -> None:
    assert parse_date("5 March 2031, 25:10") == "2031-03-05"
    assert parse_date("5 March 2031, 13:10 pm") == "2031-03-05"


def test_a_sentence_with_a_date_is_no_date_line() -> None:
    assert not is_date_line("The bridge was opened on 5 March 2031 by the mayor of the island.")


@pytest.mark.parametrize("text", ["2 hours ago", "45 minutes ago", "Yesterday", "vor 3 Stunden", "4 min read", "3h"])
def test_ages_are_known(text: str) -> None:
    assert is_age(text)


@pytest.mark.parametrize("text", ["2 goats ago", "Yesterday's soup", "Hours of talks"])
def test_other_lines_are_no_ages(text: str) -> None:
    assert not is_age(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2 hours ago", "2031-03-05"),
        ("Updated 3 days ago", "2031-03-02"),
        ("3d", "2031-03-02"),
        ("2 weeks ago", "2031-02-19"),
        ("just now", "2031-03-05"),
        ("Ann Lee · 2 days ago · 4 min read", "2031-03-03"),
        ("Yesterday at 2:30 pm", "2031-03-04T14:30"),
        ("vor einer Stunde", "2031-03-05"),
        ("vor 2 Tagen", "2031-03-03"),
        ("Gestern, 14.30 Uhr", "2031-03-04T14:30"),
        ("il y a 3 jours", "2031-03-02"),
        ("Hier à 18h22", "2031-03-04T18:22"),
        ("hace 2 días", "2031-03-03"),
        ("anteayer", "2031-03-03"),
        ("2 giorni fa", "2031-03-03"),
        ("2 dagen geleden", "2031-03-03"),
        ("för 2 dagar sedan", "2031-03-03"),
        ("i går kl. 14:30", "2031-03-04T14:30"),
        ("há 2 dias", "2031-03-03"),
        ("2 dni temu", "2031-03-03"),
        ("2 дня назад", "2031-03-03"),
    ],
)
def test_an_age_is_told_from_the_day_it_was_read(text: str, iso: str) -> None:
    assert find_age(text, "2031-03-05") == iso


def test_hours_ago_may_be_the_day_before_where_the_hour_is_known() -> None:
    assert find_age("2 hours ago", "2031-03-05T01:00") == "2031-03-04"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4 min read",
        "for 3 seasons",
        "The ferry sank yesterday.",
        "x" * 99,
        "Newsletter hier abonnieren",
        "ISLES TODAY",
        "vor 3 Artikeln",
        "hıer",
        "İdag um 14:30",
        "The bridge that fell 3 years ago",
        "Vor 50 Jahren: the flood",
        "Film in 3D",
        "In 3d",
        "Photo taken 2 years ago by Ann Lee",
        "Hier geht es weiter: 14:30",
        "3 messages ago",
    ],
)
def test_what_is_no_age_is_none(text: str) -> None:
    assert find_age(text, "2031-03-05") == ""


def test_an_age_needs_a_day_that_there_is() -> None:
    assert find_age("2 days ago", "no day") == ""
    assert find_age("999 years ago", "0900-01-01") == ""
    assert find_age("gestern", "0001-01-01") == ""
