// What stands between the draft and publishing, as the server found it: each line leads to its item.
export class Problems {
  constructor(editor) {
    this.editor = editor;
    this.keys = new Set();
  }

  has(id) {
    return this.keys.has(id);
  }

  show(problems = []) {
    const { editor } = this;
    const before = this.keys;
    const real = problems.filter((problem) => !problem.is_warning);
    this.keys = new Set(real.flatMap((problem) => [problem.key, problem.other]).filter(Boolean));
    const changed = [...new Set([...before, ...this.keys])].filter((id) => before.has(id) !== this.keys.has(id));
    editor.scene.drawing.redraw(changed.map((id) => editor.scene.items.get(id)).filter(Boolean));
    const place = editor.part("problems");
    place.hidden = !problems.length;
    editor.part("problems-title").textContent = editor.words.say(real.length ? "problems" : "no_problems", { count: real.length });
    editor.part("problems-list").replaceChildren(...problems.map((problem) => this.line(problem)));
  }

  line(problem) {
    const { editor } = this;
    const line = document.createElement("li");
    const item = editor.scene.items.get(problem.key);
    if (!item) {
      line.textContent = problem.message;
      return line;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link";
    button.textContent = `${editor.words.name(item)}: ${problem.message}`;
    button.addEventListener("click", () => editor.halls.reveal(problem.key));
    line.append(button);
    return line;
  }
}
