from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "attune.web.ui"
    label = "ui"
