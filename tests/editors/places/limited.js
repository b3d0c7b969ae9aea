// A field that is too short for any answer.
import { plainEditor, publish, reply } from "./editor.js";

const editor = plainEditor();
editor.maxLength = 40;
reply().append(editor);
publish(editor);
