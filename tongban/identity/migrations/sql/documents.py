"""The kind of a party and of the holder of its documents are one.

A deferred key over both columns, so that a document can be written first and decide between two who register the same
person at once.
"""

CREATE = """
ALTER TABLE identity_partydocument ADD CONSTRAINT identity_document_holder FOREIGN KEY (party_id, holder)
REFERENCES identity_party (id, kind) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
DROP = "ALTER TABLE identity_partydocument DROP CONSTRAINT identity_document_holder"
