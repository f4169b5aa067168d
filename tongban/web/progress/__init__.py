"""查询办理进度 without an account: a number, a code to the telephone of the application, and how far it is."""
