// Shows the API's own description, and follows the theme of the other pages.
(() => {
  "use strict";
  const root = document.documentElement;
  const follow = () => {
    const dark = root.getAttribute("data-bs-theme") === "dark";
    root.classList.toggle("dark-mode", dark);
  };
  follow();
  new MutationObserver(follow).observe(root, { attributeFilter: ["data-bs-theme"] });

  const page = document.getElementById("api");
  window.SwaggerUIBundle({
    domNode: page,
    url: page.dataset.schema,
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    // A key stays in this page's memory, and nothing is sent to a validator.
    persistAuthorization: false,
    validatorUrl: null,
  });
})();
