"""Folders of private servers: short enough, closed, and used by one at a time."""

from pathlib import Path

import pytest

from config.embedded.errors import EmbeddedServerError
from config.embedded.folders import lock, private_folder, socket_folder

_LONGEST_SOCKET = 107


def test_sockets_lie_with_the_data_when_the_path_is_short(tmp_path: Path) -> None:
    data = tmp_path / "d"
    if len(str(data)) > 80:
        pytest.fail("the temporary folder's own path is too long for this test")

    assert socket_folder(data) == data / "run"


def test_sockets_of_a_deep_folder_get_a_short_and_closed_one(tmp_path: Path) -> None:
    data = tmp_path / ("deep" * 30)

    folder = socket_folder(data)

    try:
        assert len(str(folder / ".s.PGSQL.5432.lock")) <= _LONGEST_SOCKET
        assert folder.stat().st_mode & 0o777 == 0o700
        assert socket_folder(data) == folder
        assert socket_folder(tmp_path / ("other" * 30)) != folder
    finally:
        folder.rmdir()
        socket_folder(tmp_path / ("other" * 30)).rmdir()


def test_a_link_is_no_private_folder(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")

    with pytest.raises(EmbeddedServerError, match="somebody else"):
        private_folder(tmp_path / "link")


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    with (
        lock(tmp_path / "held"),
        pytest.raises(EmbeddedServerError, match="in use"),
    ):
        lock(tmp_path / "held")

    lock(tmp_path / "held").close()
