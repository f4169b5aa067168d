"""How much of what is sent is kept on the way in. Whether a file may be kept at all is the files room's to say."""

from __future__ import annotations

from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from tongban.files import api as files

TOGETHER = 10 * files.MAX_BYTES
# So browsers write what would end the name in the head of a part (WHATWG HTML, multipart/form-data).
_WRITTEN = {"%22": '"', "%0D": " ", "%0A": " "}


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes a file to disk while it arrives, as far as shows that it is larger than may be kept."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        meta: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        """Refuse at the door what is too much together, before any of it is written."""
        if content_length > TOGETHER:
            raise RequestDataTooBig("more than is taken at once")
        return super().handle_raw_input(input_data, meta, content_length, boundary, encoding)

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Begin a file under the name that it has where it comes from, not as the browser has to write it."""
        for written, meant in _WRITTEN.items():
            file_name = file_name.replace(written, meant)
        super().new_file(field_name, file_name, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece, unless the file is already too large."""
        return super().receive_data_chunk(raw_data, start) if start <= files.MAX_BYTES else None
