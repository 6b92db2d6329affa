from attune.web.insight.queries.front import of_service


def test_only_a_manager_is_shown_the_way_to_the_figures(practitioner, manager):
    assert of_service(practitioner) is None
    assert of_service(manager).template == "insight/parts/front.html"
