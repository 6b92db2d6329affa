from django import forms
from django.template import Context, Template

from attune.web.ui.rendering import Renderer


class Visit(forms.Form):
    default_renderer = Renderer
    name = forms.CharField(help_text="As you like to be <called>.")
    nick = forms.CharField(required=False)
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="They were told")
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("nick") == "both":
            raise forms.ValidationError("These two <do not> go together.")


def drawn(form):
    return " ".join(str(form).split())


def test_field_has_label_hint_and_both_are_linked():
    html = drawn(Visit())
    assert '<label class="attune-field__label" for="id_name">Name</label>' in html
    assert 'id="id_name_helptext">As you like to be &lt;called&gt;.</div>' in html
    assert 'name="name" required aria-describedby="id_name_helptext" id="id_name"' in html


def test_only_what_may_stay_empty_says_optional():
    html = drawn(Visit())
    assert html.count("(optional)") == 1
    assert 'for="id_nick">Nick <span class="attune-field__optional">(optional)</span>' in html


def test_choices_stand_in_a_fieldset_with_legend():
    html = drawn(Visit())
    assert '<fieldset><legend class="attune-field__label">Way</legend>' in html


def test_single_checkbox_stands_before_its_label():
    html = drawn(Visit())
    assert html.index('id="id_told"') < html.index('<label for="id_told">They were told</label>')
    assert html.count('id="id_told"') == 1


def test_hidden_field_is_there_once():
    assert drawn(Visit()).count('name="key"') == 1


def test_form_without_errors_has_no_summary():
    assert "attune-errors" not in drawn(Visit())


def test_errors_are_listed_on_top_with_links_and_beside_the_field():
    html = drawn(Visit({"nick": "x"}))
    assert 'role="alert"' in html
    assert '<a href="#id_name"><span class="attune-errors__field">Name</span>' in html
    assert '<a href="#id_way_0">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<p class="attune-field__error" id="id_name_error">' in html
    assert 'aria-invalid="true"' in html


def test_errors_of_the_whole_form_and_of_hidden_fields_are_shown():
    html = drawn(Visit({"nick": "both"}))
    assert "<li>These two &lt;do not&gt; go together.</li>" in html
    assert "(hidden field key) This field is required." in html


def test_fields_laid_out_by_hand_look_the_same():
    page = Template("{% load ui %}{% error_summary form %}{{ form.name.as_field_group }}")
    html = " ".join(page.render(Context({"form": Visit({})})).split())
    assert '<a href="#id_name">' in html
    assert 'id="id_name_error"' in html


def test_formset_draws_each_form_and_its_management():
    formset = forms.formset_factory(Visit, extra=2)()
    html = drawn(formset)
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'for="id_form-0-name"' in html
    assert 'for="id_form-1-name"' in html
