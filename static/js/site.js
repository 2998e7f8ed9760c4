// Improvements for every page. Each works on its own; without any of them the page does the same, more slowly.
import htmx from "htmx.org";
import { configure } from "./site/htmx.js";
import { countDown } from "./site/countdown.js";
import { keepDrafts } from "./site/drafts.js";
import { openDialogs } from "./site/dialogs.js";
import { prepareForms } from "./site/forms.js";
import { showPasswords } from "./site/passwords.js";
import { showTabs } from "./site/tabs.js";

configure(htmx);
countDown(document);
keepDrafts();
openDialogs();
prepareForms();
showPasswords();
showTabs();
