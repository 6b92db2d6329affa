"""What can be done behind the walls: each program is a function in a module of its name."""
