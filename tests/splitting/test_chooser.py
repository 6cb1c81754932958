from newsreader.splitting.chooser import Chooser
from newsreader.training.logit import Question, fit

WEIGHTS = {
    "signs": {"long": [1.0, 0.0], "bold": [0.0, 1.0], "red": [0.0, 1.0], "none": [1.5, 0.0]},
    "bias": [-1.0],
    "outward": [2.0],
}


def test_the_heaviest_candidate_is_chosen_and_signs_may_work_together() -> None:
    chooser = Chooser(WEIGHTS)
    assert chooser.weigh([["long"], ["bold"], ["bold", "red"], ["unknown"]]) == [1.0, 0.0, 2.0, 0.0]
    assert chooser.choose([["long"], ["bold", "red"]]) == 1


def test_none_is_chosen_where_all_weigh_less() -> None:
    chooser = Chooser(WEIGHTS)
    assert chooser.choose([["long"]], ["none"]) == -1
    assert chooser.choose([["bold", "red"]], ["none"]) == 0
    assert chooser.choose([]) == -1


def test_a_choice_is_learned_from_questions() -> None:
    # Two signs are right together, each alone is wrong: no sum of weights could tell.
    rows = [["bold", "red"], ["bold"], ["red"], ["plain"]]
    either = [["bold"], ["plain"], ["red"]]
    weights = fit([Question(rows, [True, False, False, False], 1.0), Question(either, [False, True, False], 1.0)] * 200)
    chooser = Chooser(weights)
    assert chooser.choose(rows) == 0
    assert chooser.choose(either) == 1
