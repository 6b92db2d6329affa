import datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from attune.web.ui.templatetags import ui


def drawn(source, **context):
    """What the source makes, with every run of white space as one space."""
    return " ".join(Template("{% load ui %}" + source).render(Context(context)).split())


# --- dates --------------------------------------------------------------------------------------
def test_dated_date_is_written_out():
    day = datetime.date(2026, 11, 3)
    assert ui.dated(day) == '<time datetime="2026-11-03">3 November 2026</time>'


def test_dated_moment_is_the_day_where_one_lives():
    late = datetime.datetime(
        2026, 7, 1, 23, 30, tzinfo=datetime.UTC
    )  # half past midnight in London
    assert "2 July 2026" in ui.dated(late)


def test_dated_text_stays_and_is_escaped():
    assert drawn("{{ when|dated }}", when="last <week>") == "last &lt;week&gt;"


# --- things to do -------------------------------------------------------------------------------
def test_button_without_address_submits():
    assert drawn('{% button "Save" %}') == (
        '<button class="attune-button attune-button--primary" type="submit">'
        "<span>Save</span></button>"
    )


def test_button_with_address_is_a_link():
    assert drawn('{% button "Open" href=url kind="quiet" %}', url="/x/?a=1&b=2") == (
        '<a class="attune-button attune-button--quiet" href="/x/?a=1&amp;b=2"><span>Open</span></a>'
    )


def test_button_value_zero_is_sent():
    assert ' name="place" value="0"' in drawn('{% button "First" name="place" value=0 %}')


def test_button_unknown_argument_is_refused():
    with pytest.raises(TemplateSyntaxError, match="button knows no colour"):
        drawn('{% button "Save" colour="red" %}')


def test_next_step_with_action_posts_with_the_token():
    html = drawn(
        '{% next_step title="T" action="/go/" label="Go" %}x{% endnext_step %}', csrf_token="abc"
    )
    assert '<form method="post" action="/go/"' in html
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="abc">' in html


def test_next_step_without_action_posts_nothing():
    html = drawn('{% next_step title="T" href="/go/" label="Go" %}x{% endnext_step %}')
    assert "<form" not in html
    assert '<a class="attune-button attune-button--honey" href="/go/">' in html


def test_confirm_rows_have_their_own_dialogs():
    row = '{% confirm "Delete" title="Sure?" action=url %}x{% endconfirm %}'
    one, other = drawn(row, url="/1/"), drawn(row, url="/2/")
    name = one.split('commandfor="')[1].split('"')[0]
    assert f'<dialog class="attune-dialog" id="{name}"' in one
    assert name not in other


def test_confirm_repeats_its_label_where_no_other_word_is_given():
    html = drawn('{% confirm "Delete" title="Sure?" action="/1/" %}x{% endconfirm %}')
    assert html.count("<span>Delete</span>") == 2
    assert "<span>Go back</span>" in html


# --- surfaces, words, facts: what people wrote is text, never markup --------------------------------
HOSTILE = "<b>&\"'"
ESCAPED = "&lt;b&gt;&amp;&quot;&#x27;"


@pytest.mark.parametrize(
    "source",
    [
        "{% button t %}",
        "{% back_link t t %}",
        "{% next_step title=t %}{{ t }}{% endnext_step %}",
        "{% confirm t title=t action=t %}{{ t }}{% endconfirm %}",
        "{% print_button t %}",
        "{% card title=t href=t %}{{ t }}{% endcard %}",
        "{% notice title=t %}{{ t }}{% endnotice %}",
        "{% empty_state t href=t label=t %}{{ t }}{% endempty_state %}",
        "{% details t %}{{ t }}{% enddetails %}",
        "{% summary_list %}{% summary_row t href=t change=t %}{{ t }}{% endsummary_row %}{% endsummary_list %}",
        "{% badge t %}",
        "{% data_table t %}<tr><td>{{ t }}</td></tr>{% enddata_table %}",
        "{% quote by=t when=t %}{{ t }}{% endquote %}",
        "{% people label=t %}{% person t role=t %}{% endpeople %}",
        "{% timeline label=t %}{% entry t when=t href=t %}{{ t }}{% endentry %}{% endtimeline %}",
        "{% steps 1 t t %}",
        "{% progress 1 2 t text=t %}",
        "{% rating 3 label=t low=t high=t %}",
        "{% film_tile t href=t poster=t when=t state=t duration=t %}",
        "{% clip_tile t href=t poster=t start=t duration=t %}{{ t }}{% endclip_tile %}",
    ],
)
def test_component_words_are_escaped_once(source):
    html = drawn(source, t=HOSTILE)
    assert "<b>" not in html
    assert ESCAPED in html
    assert "&amp;lt;" not in html


def test_buttons_and_cards_keep_what_they_hold():
    assert drawn("{% buttons %}<i>a</i>{% endbuttons %}") == (
        '<div class="attune-buttons"><i>a</i></div>'
    )
    assert drawn("{% cards %}<i>a</i>{% endcards %}") == '<div class="attune-cards"><i>a</i></div>'


def test_quote_keeps_the_lines_of_the_client():
    html = drawn("{% quote %}{{ words }}{% endquote %}", words="He looked.\nI waited.")
    assert "<p>He looked.<br>I waited.</p>" in html
    assert "figcaption" not in html


# --- the way ------------------------------------------------------------------------------------
def test_entry_now_says_so_to_everybody():
    html = drawn('{% entry "Clips" state="now" %}{% endentry %}')
    assert 'aria-current="step"' in html
    assert '<span class="attune-badge attune-badge--going">Now</span>' in html
    assert "attune-journey__text" not in html


def test_entry_done_carries_no_badge():
    html = drawn('{% entry "Film" when=day level=4 %}{% endentry %}', day=datetime.date(2026, 1, 2))
    assert "attune-badge" not in html
    assert '<h4 class="attune-journey__title">Film</h4>' in html
    assert "2 January 2026" in html


def test_steps_say_where_one_is():
    html = drawn('{% steps 2 "A" "B" "C" %}')
    assert "Step 2 of 3" in html
    assert [html.count(f"step--{state}") for state in ("done", "now", "later")] == [1, 1, 1]
    assert html.count('aria-current="step"') == 1


def test_progress_with_total_has_value_and_words():
    html = drawn('{% progress 7 12 "Preparing" %}')
    assert '<progress aria-label="Preparing" max="12" value="7">' in html
    assert "7 of 12" in html


def test_progress_without_total_promises_nothing():
    assert '<progress aria-label="Waiting">' in drawn('{% progress None None "Waiting" %}')


def test_rating_shows_now_and_before_in_words():
    html = drawn("{% rating 0 before=10 %}")
    assert "<strong>0</strong> of 10" in html
    assert "(before: 10)" in html
    assert html.count("stitch--now") == html.count("stitch--before") == 1


def test_rating_unchanged_has_one_mark():
    html = drawn("{% rating 5 before=5 %}")
    assert (html.count("stitch--now"), html.count("stitch--before")) == (1, 0)


# --- pages and links ----------------------------------------------------------------------------
def test_pagination_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/cases/", {"q": "a b", "page": "2"})
    page = Paginator(range(30), 10).page(2)
    html = drawn("{% pagination page %}", page=page, request=request)
    assert 'href="?q=a+b&amp;page=1" rel="prev"' in html
    assert 'href="?q=a+b&amp;page=3" rel="next"' in html
    assert html.count('aria-current="page"') == 1


def test_pagination_without_request_still_turns():
    html = drawn("{% pagination page %}", page=Paginator(range(20), 10).page(1))
    assert 'href="?page=2" rel="next"' in html
    assert 'rel="prev"' not in html


def test_pagination_of_one_page_is_nothing():
    assert drawn("{% pagination page %}", page=Paginator([1], 10).page(1)) == ""


def test_nav_item_of_a_missing_page_is_nothing():
    assert drawn('{% nav_item "nowhere:at-all" "X" %}') == ""


@pytest.mark.parametrize(("path", "here"), [("/gallery/theatre/", True), ("/cases/", False)])
def test_nav_item_knows_where_one_is(path, here):
    html = drawn('{% nav_item "ui:gallery" "Gallery" %}', request=RequestFactory().get(path))
    assert ('aria-current="true"' in html) is here


def test_icon_is_decoration():
    html = drawn('{% icon "film" %}')
    assert 'aria-hidden="true"' in html
    assert 'href="/static/ui/icons.svg#film"' in html
