"""A key of everything that is inherited: an item cannot have another name, type or code than its entry (第六条)."""

CREATE = """
ALTER TABLE catalog_item ADD CONSTRAINT catalog_item_inherits
    FOREIGN KEY (basic_id, name, type, basic_code) REFERENCES catalog_basicitem (id, name, type, basic_code)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE
"""
DROP = "ALTER TABLE catalog_item DROP CONSTRAINT catalog_item_inherits"
