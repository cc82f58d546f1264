"""How the site gets out: releases, deploys, the list of licences, the issue about broken links."""
