"""A bank of classes: inheritance, properties, class methods, super(), operators."""


class InsufficientFunds(Exception):
    """Raised when a withdrawal is larger than what is available."""

    def __init__(self, needed, available):
        super().__init__(f"needed {needed}, only {available} available")
        self.missing = needed - available


class Account:
    """A plain account."""

    _next_number = 1001

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        self.number = Account._next_number
        Account._next_number += 1
        self.history = []

    @classmethod
    def from_text(cls, text):
        """Make an account from "owner:balance"."""
        owner, balance = text.split(":")
        return cls(owner.strip(), int(balance))

    @staticmethod
    def is_amount(value):
        return isinstance(value, int) and value > 0

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise ValueError("a balance cannot be negative")
        self.history.append(value - self._balance)
        self._balance = value

    @property
    def available(self):
        return self._balance

    def deposit(self, amount):
        if not self.is_amount(amount):
            raise ValueError(f"not an amount: {amount!r}")
        self.balance += amount
        return self

    def withdraw(self, amount):
        if amount > self.available:
            raise InsufficientFunds(amount, self.available)
        self.balance -= amount
        return self

    def __lt__(self, other):
        return self.balance < other.balance

    def __str__(self):
        return f"{type(self).__name__} {self.number} of {self.owner}: {self.balance}"


class Savings(Account):
    """Pays interest."""

    def __init__(self, owner, balance=0, rate=2):
        super().__init__(owner, balance)
        self.rate = rate

    def add_interest(self):
        self.deposit(self.balance * self.rate // 100)


class Checking(Account):
    """May be overdrawn."""

    limit = 100
    debt = 0

    @property
    def available(self):
        return super().available + self.limit - self.debt

    def withdraw(self, amount):
        missing = max(0, amount - self.balance)
        super().withdraw(amount - missing)
        self.debt += missing
        return self


class Premium(Savings, Checking):
    """Both at once."""


accounts = [Account("Ada", 50), Savings.from_text("Grace: 1000"), Checking("Alan", 30),
            Premium("Barbara", 500, rate=10)]
accounts[0].deposit(25).withdraw(10)
accounts[1].add_interest()
accounts[2].withdraw(80)
accounts[3].add_interest()
for account in sorted(accounts):
    print(account, account.history, account.available)

for action in (lambda: accounts[0].withdraw(1000), lambda: accounts[0].deposit(-5),
               lambda: setattr(accounts[0], "balance", -1),
               lambda: setattr(accounts[0], "available", 1)):
    try:
        action()
    except InsufficientFunds as error:
        print("InsufficientFunds:", error, "missing", error.missing)
    except (ValueError, AttributeError) as error:
        print(type(error).__name__ + ":", error)

print([cls.__name__ for cls in Premium.__mro__])
print(max(accounts).owner, isinstance(accounts[3], Checking), issubclass(Savings, Checking))
