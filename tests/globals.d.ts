// Types that the extension's scripts share beyond the DOM and the browser's API.
