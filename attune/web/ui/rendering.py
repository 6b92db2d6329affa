from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws forms and fields with our own templates; widgets with Django's, styled by element."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
