import pytest

from newsreader.splitting.names import is_name, parse_byline, split_credit


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee and Bo Sand, Political correspondent", ("Ann Lee", "Bo Sand")),
        ("by Ann de la Cruz, Bo Li and Cy O'Neil", ("Ann de la Cruz", "Bo Li", "Cy O'Neil")),
        ("By ANN LEE, Island News", ("ANN LEE",)),
        ("By Ann Lee in Tarrow | 5 March 2031 at 18:22", ("Ann Lee",)),
        ("By Ann Lee for The Post", ("Ann Lee",)),
        ("Von Anna Möller und Jörg Østergård", ("Anna Möller", "Jörg Østergård")),
        ("Par Élodie Fjærvik", ("Élodie Fjærvik",)),
        ("By Isles Press", ("Isles Press",)),
        ("By Agence", ("Agence",)),
        ("By Ann E. Lee and Bo Sand on March 5, 2031 at 3:53PM", ("Ann E. Lee", "Bo Sand")),
        ("By Ann LeeCity Columnist", ("Ann Lee",)),
        ("By Ann Lee Deputy Politics Editor", ("Ann Lee",)),
        ("Autorin: Ann Lee", ("Ann Lee",)),
        ("Text: Ann Lee und Bo Sand", ("Ann Lee", "Bo Sand")),
        ("Written by Ann Lee For The Post", ("Ann Lee",)),
        ("By Post Staff", ("Post Staff",)),
    ],
)
def test_names_are_cut_out_of_bylines(text: str, names: tuple[str, ...]) -> None:
    assert parse_byline(text) == names


def test_a_name_before_its_date_is_a_name() -> None:
    assert parse_byline("Ann Lee - Nov 19, 2031, 10:31 pm") == ("Ann Lee",)
    assert parse_byline("4 March 2031") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("posted on 2031-03-05 23:30 EST by Ann Lee", ("Ann Lee",)),
        ("ByAnn Lee", ("Ann Lee",)),
        ("Ann Lee, Political correspondent", ("Ann Lee",)),
        ("Ann Lee Political Correspondent", ("Ann Lee",)),
        ("Ann Lee5 hours ago", ("Ann Lee",)),
        ("Ann Lee et Bo Sand", ("Ann Lee", "Bo Sand")),
        ("Ann Lee y Bo Sand", ("Ann Lee", "Bo Sand")),
        ("Published 5 March 2031, 14:26 Uhr, Ann Lee", ("Ann Lee",)),
        ("Picture of Ann LeeBy Ann Lee", ("Ann Lee",)),
        ("Ann Lee und dpa", ("Ann Lee", "dpa")),
        ("3:53", ()),
    ],
)
def test_names_without_a_word_before_them(text: str, names: tuple[str, ...]) -> None:
    assert parse_byline(text) == names


@pytest.mark.parametrize("text", ["Read More", "Privacy Policy", "Text Size", "The Harbour"])
def test_buttons_are_no_names(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The boat. Picture: Ivo C/Isles", "The boat.", "Ivo C/Isles"),
        ("The boat. (Photo: Bo S/Tarrow Pictures)", "The boat.", "Bo S/Tarrow Pictures"),
        ("The boat. (Foto: Bo S)", "The boat.", "Bo S"),
        ("The boat © Isles", "The boat", "Isles"),
        ("Photo: Isles", "", "Isles"),
        ("Image: The boat at sea in the rain", "The boat at sea in the rain", ""),
        ("The boat (left) at sea.", "The boat (left) at sea.", ""),
        (
            "He got the picture: it was a long sentence. It went on.",
            "He got the picture: it was a long sentence. It went on.",
            "",
        ),
    ],
)
def test_credits_are_cut_off_captions(text: str, caption: str, credit: str) -> None:
    assert split_credit(text) == (caption, credit)
