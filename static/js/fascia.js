// Counts the characters of a fascia text while it is typed; a long text is a warning, not an error.
for (const input of document.querySelectorAll("[data-most]")) {
  const note = document.createElement("p");
  note.className = "small muted fascia-count";
  note.setAttribute("aria-live", "polite");
  input.after(note);
  const most = Number(input.dataset.most);
  const show = () => {
    const number = [...input.value.normalize("NFC")].length;
    const words = number > most ? input.dataset.long : input.dataset.words;
    note.textContent = number ? words.replace("{number}", number).replace("{most}", most) : "";
    note.classList.toggle("fascia-long", number > most);
  };
  input.addEventListener("input", show);
  show();
}
