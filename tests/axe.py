"""What axe finds on a page: one place, so that no test looks at a page that is still coming."""

from axe_playwright_python.sync_playwright import Axe


def faults(page, options=None):
    """Rules of WCAG the page breaks, each with the elements that break it; an empty list is what one wants.

    A click returns as soon as the next page begins to come; axe, let loose on it then, stands before an empty
    document. So the page is waited for here, whoever asks.
    """
    page.wait_for_load_state()
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]
