// The buttons that copy how to cite an entry.

/** Copy what stands before the button, or where the browser forbids that, select it; and say which. */
export function startCopying() {
  document.addEventListener("click", async ({ target }) => {
    if (!target.matches?.(".pg-cite button")) return;
    const cite = target.closest(".pg-cite");
    const [record, said] = [cite.querySelector("pre"), cite.querySelector("output")];
    try {
      await navigator.clipboard.writeText(record.textContent);
      said.textContent = said.dataset.copied;
    } catch {
      getSelection().selectAllChildren(record);
      said.textContent = said.dataset.selected;
    }
  });
}
