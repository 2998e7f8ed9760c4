// The designer of badges; see docs/front-end.md, "The badge designer".
import { Designer } from "./badge-designer/designer.js";

const root = document.getElementById("badge-designer");
if (root) new Designer(root).start();
