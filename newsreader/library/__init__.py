"""The library: everything read and kept, in one SQLite file.

Its functions take a connection and run inside a `transaction` or `snapshot` of `database`; whoever opened the
connection (the desk) says where one ends. All SQL of the program is here.
"""
