// The buttons that copy a citation, or select it where the browser forbids copying, and say which happened.

document.addEventListener("click", async ({ target }) => {
  if (!target.matches?.(".pg-cite button")) return;
  const cite = target.closest(".pg-cite");
  const [record, status] = [cite.querySelector("pre"), cite.querySelector("output")];
  try {
    await navigator.clipboard.writeText(record.textContent);
    status.textContent = status.dataset.copied;
  } catch {
    getSelection().selectAllChildren(record);
    status.textContent = status.dataset.selected;
  }
});
