// Swagger UI over this process's own description; no other file is read and nothing is sent anywhere.
'use strict';

window.addEventListener('DOMContentLoaded', () => {
  window.SwaggerUIBundle({
    url: document.getElementById('docs').dataset.description,
    dom_id: '#docs',
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: 'list',
    validatorUrl: null,
    // A token lives in this tab until it is closed, and in no storage.
    persistAuthorization: false,
    withCredentials: false,
  });
});
