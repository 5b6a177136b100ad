"""What has been embedded, as the database tells."""

from data.pool import Connection

_STAMPS = """
    SELECT 'vacancies', count(*), sum(text_version), max(xmin::text::bigint) FROM vacancy_vectors
    UNION ALL SELECT 'facets', count(*), sum(position), max(xmin::text::bigint) FROM facet_vectors
    UNION ALL SELECT 'people', count(*), sum(text_version), max(xmin::text::bigint) FROM embedded_candidates
    ORDER BY 1
"""


async def stamps(postgres: Connection) -> list[tuple[object, ...]]:
    """How many vectors there are, of which version of the text, and which transaction wrote the last of them."""
    return [tuple(row) for row in await postgres.fetch(_STAMPS)]
