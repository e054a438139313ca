"""Addresses of the programme, to be included at `programme/`."""

from django.urls import path

from lali.web.programme.views import campaigns, codes, materials, messages, results, sessions, trials, word_files, words

app_name = "programme"
urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/<int:number>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:number>/change/", campaigns.change, name="campaign_change"),
    path("campaigns/<int:number>/audiences/", campaigns.add_audience, name="audience_add"),
    path("campaigns/<int:number>/audiences/<int:audience>/remove/", campaigns.remove_audience, name="audience_remove"),
    path("campaigns/<int:number>/messages/", messages.messages, name="messages"),
    path("campaigns/<int:number>/messages/<slug:language>/<slug:letter>/", messages.message, name="message"),
    path("campaigns/<int:number>/messages/<slug:language>/<slug:letter>/sign/", messages.sign, name="message_sign"),
    path("campaigns/<int:number>/materials/", materials.materials, name="materials"),
    path(
        "campaigns/<int:number>/materials/<slug:language>/<slug:letter>/<slug:kind>/",
        materials.material,
        name="material",
    ),
    path("campaigns/<int:number>/sessions/", sessions.sessions, name="sessions"),
    path("campaigns/<int:number>/sessions/new/", sessions.new, name="session_new"),
    path("campaigns/<int:number>/sessions/<int:session>/", sessions.session, name="session"),
    path("campaigns/<int:number>/sessions/<int:session>/change/", sessions.change, name="session_change"),
    path("campaigns/<int:number>/sessions/<int:session>/remove/", sessions.remove, name="session_remove"),
    path("campaigns/<int:number>/sessions/<int:session>/sheets/", sessions.sheets, name="sheets"),
    path(
        "campaigns/<int:number>/sessions/<int:session>/sheets/<int:sheet>/remove/",
        sessions.remove_sheet,
        name="sheet_remove",
    ),
    path("campaigns/<int:number>/codes/", codes.codes, name="codes"),
    path("campaigns/<int:number>/codes/open/", codes.open_codes, name="codes_open"),
    path("campaigns/<int:number>/codes/<slug:code>/close/", codes.close, name="code_close"),
    path("campaigns/<int:number>/trials/", trials.trials, name="trials"),
    path("campaigns/<int:number>/trials/declare/", trials.declare, name="trial_declare"),
    path("campaigns/<int:number>/trials/<int:trial>/begin/", trials.begin, name="trial_begin"),
    path("campaigns/<int:number>/trials/<int:trial>/give-up/", trials.give_up, name="trial_give_up"),
    path("campaigns/<int:number>/results/", results.results, name="results"),
    path("campaigns/<int:number>/results/file/", results.file, name="results_file"),
    path("words/", words.words, name="words"),
    path("words/<slug:language>/file/<slug:kind>/", word_files.word_file, name="words_file"),
    path("words/<slug:language>/line/<slug:key>/", words.line, name="words_line"),
    path("words/<slug:language>/line/<slug:key>/sign/", words.sign, name="words_sign"),
    path("words/<slug:language>/line/<slug:key>/back/", words.take_back, name="words_back"),
    path("words/<slug:language>/upload/", word_files.upload, name="words_upload"),
    path("words/<slug:language>/take-in/", word_files.take_in, name="words_take_in"),
    path("words/<slug:language>/page/<slug:page>/", words.page, name="words_page"),
    path("words/<slug:language>/page/<slug:page>/read/", words.read_through, name="words_read"),
]
