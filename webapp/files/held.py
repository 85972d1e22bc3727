"""A file that arrived with a form which must be mended first: stored, its row not yet written.

The page carries a signed token for it, so that nobody has to send the file twice, and nobody can
lay hands on another file by naming its key.
"""

from __future__ import annotations

import dataclasses

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer

from forms.fields.paper import PaperField
from webapp.files.uploads import Upload, receive
from webapp.parts import parts
from webapp.user import user
from workflows.errors import Invalid


def take_papers(fields: list[PaperField]) -> None:
    """Store the files sent for ``fields``, or remember those that came before."""
    for field in fields:
        file = request.files.get(f"{field.name}-file")
        if file is not None and file.filename:
            try:
                upload = receive(file, parts().storage)
            except Invalid as error:
                field.refuse(error.sentence)
            else:
                field.take(_serializer().dumps(dataclasses.asdict(upload)), upload.filename)
        elif field.data:
            upload = held(field.data)
            field.take(field.data, upload.filename)


def held(token: str) -> Upload:
    """The file behind a token. Raises Invalid for one that this page never gave."""
    try:
        return Upload(**_serializer().loads(token))
    except BadSignature as error:
        raise Invalid("依据材料不能识别,请重新选择文件。") from error


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(parts().config.secret_key, salt=f"held-upload-{user().id}")
