/** The widgets that cells have as globals, by name. */
export { button, link, play, progress } from "./actions.ts";
export { accordion, column, grid, row, tabs } from "./boxes.ts";
export { choiceSlider, dropdown, listBox, radioButtons, selectMultiple, toggleButtons } from "./choices.ts";
export { htmlBox, image, label } from "./contents.ts";
export {
  checkbox,
  colorPicker,
  datePicker,
  fileUpload,
  numberInput,
  password,
  tagsInput,
  text,
  textArea,
  toggle,
} from "./inputs.ts";
export { interact, interactive } from "./interact.ts";
export { widget } from "./open.ts";
export { output } from "./output.ts";
export { logSlider, rangeSlider, slider } from "./sliders.ts";
