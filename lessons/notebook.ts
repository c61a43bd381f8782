/** Notebooks as the course writes them: nbformat 4.5 without outputs. */

export interface LessonNotebook {
  cells: NotebookCell[];
  metadata: object;
  nbformat: 4;
  nbformat_minor: 5;
}

export interface NotebookCell {
  cell_type: "markdown" | "code";
  id: string;
  metadata: Record<string, unknown>;
  source: string[];
  execution_count?: null;
  outputs?: [];
}

/** A cell; the order of keys is Jupyter's own, alphabetical, so that saving a notebook unchanged leaves the file as it is. */
export function notebookCell(
  { type, id, source }: { type: "markdown" | "code"; id: string; source: string },
  metadata: Record<string, unknown> = {},
): NotebookCell {
  const lines = source.split(/(?<=\n)/);
  if (type === "markdown") return { cell_type: type, id, metadata, source: lines };
  return { cell_type: type, execution_count: null, id, metadata, outputs: [], source: lines };
}

/** A notebook for our kernel. */
export function notebookOf(cells: NotebookCell[]): LessonNotebook {
  return {
    cells,
    metadata: {
      kernelspec: { display_name: "TypeScript (Noisebook)", language: "typescript", name: "noisebook" },
      language_info: { name: "typescript", file_extension: ".ts" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** A notebook's file as Jupyter writes it: one space of indentation and a line end. */
export function notebookText(notebook: LessonNotebook): string {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
