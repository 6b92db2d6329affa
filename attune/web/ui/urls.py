from django.urls import path

from attune.web.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("theatre/", views.theatre, name="theatre"),
]
