"""Small feeds with invented news, for the tests."""

from __future__ import annotations

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>The Northland Courier</title>
<link>https://courier.example/</link>
<language>en-gb</language>
<ttl>30</ttl>
<item>
<title>Northland recalls its ambassador from Eastmark</title>
<link>https://courier.example/a1</link>
<guid isPermaLink="false">courier-1</guid>
<pubDate>Sat, 03 Jan 2026 15:00:00 GMT</pubDate>
<dc:creator>Ada Bergen</dc:creator>
<description>The foreign ministry spoke of "an act without precedent".</description>
<content:encoded><![CDATA[<p>Northland has recalled its ambassador.</p>
<p>The foreign ministry spoke of &ldquo;an act without precedent&rdquo;, and gave Eastmark two days.</p>
<script>track()</script><p><a href="/a1">Read more</a></p>]]></content:encoded>
</item>
<item>
<title>Eastmark &amp;amp; Southmere restore ties</title>
<link>/a2</link>
<guid isPermaLink="false">courier-2</guid>
<pubDate>Sat, 03 Jan 2026 17:00:00 GMT</pubDate>
<description>After nine years.</description>
</item>
</channel>
</rss>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Eastmark Herald</title>
<link href="https://herald.example/"/>
<link rel="self" href="https://herald.example/atom.xml"/>
<id>tag:herald.example,2026:feed</id>
<updated>2026-01-03T16:00:00Z</updated>
<entry>
<title type="html">Embassy &lt;i&gt;opens&lt;/i&gt; in Westhaven</title>
<link href="https://herald.example/e1"/>
<id>tag:herald.example,2026:1</id>
<updated>2026-01-03T16:00:00+01:00</updated>
<author><name>Bo Lind</name></author>
<summary>A first since 1974; tickets &lt;5 crowns.</summary>
</entry>
</feed>
"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://gazette.example/"><title>Westhaven Gazette</title>
<link>https://gazette.example/</link><description>News</description></channel>
<item rdf:about="https://gazette.example/g1"><title>Consul expelled</title>
<link>https://gazette.example/g1</link><dc:date>2026-01-02T08:00:00Z</dc:date></item>
</rdf:RDF>
"""

RSS_091 = """<rss version="0.91"><channel><title>Old Post</title><link>https://post.example/</link>
<item><title>Treaty signed</title><link>https://post.example/p1</link>
<description>At last.</description></item></channel></rss>
"""

JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Southmere Wire",
"home_page_url": "https://wire.example/", "language": "en", "items": [
{"id": "w1", "url": "https://wire.example/w1", "title": "Visas waived", "content_html": "<p>From May.</p>",
 "date_published": "2026-01-03T12:00:00Z", "authors": [{"name": "Cy Holt"}, {"name": "Di Voss"}]},
{"id": 2, "external_url": "https://other.example/x", "content_text": "Two lines.\\n\\nTwo paragraphs."}]}
"""


def rss(*items: str) -> str:
    """An RSS document of these items."""
    return f'<rss version="2.0"><channel><title>Test</title>{"".join(items)}</channel></rss>'


def item(number: int, extra: str = "") -> str:
    """An RSS item that can be told from others."""
    return (
        f"<item><title>Item {number}</title><link>https://courier.example/{number}</link>"
        f'<guid isPermaLink="false">i{number}</guid>{extra}</item>'
    )
