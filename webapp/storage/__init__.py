"""Where the bytes of documents lie: each under its SHA-256, written once, never changed.

Beside an original lie the copies made of it to be shown; they may be lost, and are made anew.
"""

from webapp.storage.files import FileStorage
from webapp.storage.place import Storage, StorageDown, copy_name

__all__ = ["FileStorage", "Storage", "StorageDown", "copy_name"]
