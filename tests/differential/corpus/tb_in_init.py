class Base:
    def __init__(self, x): self.x = int(x)
class Child(Base):
    def __init__(self, x):
        super().__init__(x)
Child("abc")
