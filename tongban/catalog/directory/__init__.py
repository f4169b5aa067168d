"""The basic directory (基本目录) as files bring it, and what departments answer to it."""
