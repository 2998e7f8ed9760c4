"""What is asked every few seconds is found out once a second."""

import threading

import pytest

from app.core import memory


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def answer(asked):
    @memory.kept_for(seconds=1)
    def answer(slug: str) -> str | None:
        asked.append(slug)
        return slug.upper() or None

    return answer


def test_an_answer_is_kept_for_its_time_and_for_its_arguments(answer, asked, clock) -> None:
    assert [answer("a"), answer("a"), answer("b")] == ["A", "A", "B"]
    assert asked == ["a", "b"]
    clock.shift(0.9)
    answer("a")
    assert asked == ["a", "b"]
    clock.shift(0.2)
    answer("a")
    assert asked == ["a", "b", "a"]


def test_that_there_is_nothing_is_kept_too(answer, asked) -> None:
    assert [answer(""), answer("")] == [None, None]
    assert asked == [""]


def test_what_is_forgotten_is_asked_again(answer, asked) -> None:
    answer("a")
    memory.forget()
    answer("a")
    assert asked == ["a", "a"]


def test_many_threads_get_the_same_answer(answer) -> None:
    found: list[str | None] = []
    threads = [threading.Thread(target=lambda: found.append(answer("a"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["A"] * 20
