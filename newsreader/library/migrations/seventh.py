"""Version 7: the index of words without the vowel points of Hebrew and Arabic, and without the stresses of Cyrillic."""

from __future__ import annotations

_INDEX = "INSERT INTO search ({}rowid, title, body, byline, site)"
_FROM = "FROM pointed JOIN article ON article.id = pointed.id JOIN body ON body.article_id = article.id"

# What has no such word stays as it is indexed. The rest leaves the index as it went in.
STATEMENTS = (
    "CREATE VIRTUAL TABLE temp.word USING fts5vocab (main, search, row)",
    """
    CREATE TEMP TABLE pointed AS SELECT DISTINCT search.rowid AS id
    FROM word CROSS JOIN search WHERE is_pointed(word.term) AND search MATCH '"' || word.term || '"'
    """,
    f"""
    {_INDEX.format("search, ")}
    SELECT 'delete', article.id, search_pointed_line(title), search_pointed_body(body.data),
        search_pointed_line(replace(byline, char(10), ' ')), search_pointed_line(site || ' ' || site_of(url))
    {_FROM}
    """,
    f"""
    {_INDEX.format("")}
    SELECT article.id, search_line(title), search_body(body.data), search_line(replace(byline, char(10), ' ')),
        search_line(site || ' ' || site_of(url))
    {_FROM}
    """,
    "DROP TABLE pointed",
    "DROP TABLE word",
)
