pipx install py-spy        # or: uv tool install py-spy
py-spy dump --pid 4711     # where is it now?
py-spy top --pid 4711      # where is it most of the time?
py-spy record --pid 4711 --duration 30 --output profile.svg
