// A box under a password that shows it: nobody types a long one blindly on a phone.
export function showPasswords(root = document) {
  root.querySelectorAll('input[type="password"][data-show]').forEach((field) => {
    const box = document.createElement("input");
    const label = document.createElement("label");
    const row = document.createElement("div");
    box.type = "checkbox";
    box.className = "form-check-input";
    box.id = `${field.id}-show`;
    label.className = "form-check-label";
    label.htmlFor = box.id;
    label.textContent = field.dataset.show;
    row.className = "form-check";
    row.append(box, label);
    field.after(row);
    box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
    field.form?.addEventListener("submit", () => (field.type = "password"));
  });
}
