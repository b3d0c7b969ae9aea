// Summernote looks for jQuery in the window when it is loaded: this has to be evaluated before it.
import jquery from "jquery";

Object.assign(globalThis, { jQuery: jquery, $: jquery });
