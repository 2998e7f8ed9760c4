// The organiser's floor plan editor; see docs/front-end.md, "The plan editor".
import { Editor } from "./plan-editor/editor.js";

const root = document.getElementById("plan-editor");
if (root) new Editor(root).start();
